/** CORS for extensions alone: a web page has no business here, and could sign nothing. */
const extension = /^(?:chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[0-9a-f-]{36})$/;

const headers = (origin: string) => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "ETag, Date, Retry-After",
  vary: "Origin",
});

/** The answer with what lets an extension read it. */
export function allowed(origin: string | undefined, response: Response): Response {
  if (origin === undefined || !extension.test(origin)) return response;
  for (const [name, value] of Object.entries(headers(origin))) response.headers.set(name, value);
  return response;
}

/** The answer to an extension's OPTIONS; null for anybody else's. */
export function preflight(origin: string | undefined): Response | null {
  if (origin === undefined || !extension.test(origin)) return null;
  return new Response(null, {
    status: 204,
    headers: {
      ...headers(origin),
      "access-control-allow-methods": "GET, HEAD, PUT, POST, DELETE",
      "access-control-allow-headers": "Authorization, Content-Type, If-None-Match, Coffer-Step-Up",
      "access-control-max-age": "86400",
    },
  });
}
