/** The OpenAPI document, made of the calls and their schemas; docs/openapi.json is what a test compares it with. */
import { toJsonSchema } from "@valibot/to-json-schema";
import { type ProblemCode, problems, problemSchema } from "./api.ts";
import type { Call, Shape } from "./call.ts";
import { calls } from "./calls.ts";

const schemaOf = (shape: Shape) => {
  if (shape === "nothing") return undefined;
  if (shape === "bytes")
    return { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
  const { $schema: _, ...schema } = toJsonSchema(shape, { errorMode: "ignore" });
  return { "application/json": { schema } };
};

const problemContent = {
  "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
};

function responses({ gives, problems: codes }: Call): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const [status, shape] of Object.entries(gives)) {
    const content = schemaOf(shape);
    all[status] = { description: "Done", ...(content === undefined ? {} : { content }) };
  }
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...codes, "not_found", "too_many", "unavailable"] as ProblemCode[])
    byStatus.set(problems[code], [...(byStatus.get(problems[code]) ?? []), code]);
  for (const [status, list] of byStatus)
    all[String(status)] = { description: list.join(", "), content: problemContent };
  return all;
}

/** OpenAPI 3.1. */
export function openapi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const call of calls) {
    const named = [...call.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    const asked = (call.query ?? []).map((name) => ({
      name,
      in: "query",
      required: false,
      schema: { type: "integer", minimum: 0 },
    }));
    const content = schemaOf(call.takes);
    paths[call.path] = {
      ...paths[call.path],
      [call.method.toLowerCase()]: {
        summary: call.says,
        parameters: [...named, ...asked],
        security: [{ coffer: call.roles }],
        ...(content === undefined ? {} : { requestBody: { required: true, content } }),
        responses: responses(call),
      },
    };
  }
  const { $schema: _, ...problem } = toJsonSchema(problemSchema, { errorMode: "ignore" });
  return {
    openapi: "3.1.0",
    info: {
      title: "Coffer backup server",
      version: "1",
      description: "Ciphertext only; see docs/SERVER.md.",
    },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        coffer: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          description: "Coffer role, ms, nonce, sig: a signature over the request (FORMAT.md 8).",
        },
      },
    },
  };
}
