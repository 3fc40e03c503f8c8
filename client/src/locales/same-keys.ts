/** The shape every other language must have: the same keys as the source language, each with words of its own. */
export type SameKeys<Source> = { readonly [Key in keyof Source]: Source[Key] extends string ? string : SameKeys<Source[Key]> };
