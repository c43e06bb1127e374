/** A rack of two, drawn as the other icons; apart from them, because the popup needs none. */
export function ServerIcon() {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M4 4.5h16V11H4Z M4 13h16v6.5H4Z M7.5 7.8h.01 M7.5 16.3h.01 M12 7.8h4.5 M12 16.3h4.5" />
    </svg>
  );
}
