/** Markup that is safe to send: made by the `html` tag only. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Html | readonly Html[] | undefined | false;

/** Builds markup; every text put in is escaped, lists are joined, undefined and false leave nothing. */
export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(texts.map((text, index) => text + written(pieces[index])).join(''));
}

/** A whole simulator page: zh-CN, phone width, one stylesheet, at most one script file. */
export function page(parts: { readonly title: string; readonly body: Html; readonly script?: string }): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${parts.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/sim/assets/simulator.css" />
        ${parts.script !== undefined && html`<script src="${parts.script}" defer></script>`}
      </head>
      ${parts.body}
    </html> `.text;
}

function written(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map((part) => part.text).join('');
  return String(piece).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
