/** Runs the page of the simulated workstation; stands alone, because the server writes it out as text. */
export function workstation(config: { readonly base: string; readonly people: readonly { readonly name: string; readonly number: string }[] }): void;
