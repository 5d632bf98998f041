import type { Hair, Look } from './looks.ts';

/** A part of a portrait; all lengths in units of the drawing, in which every head is HEAD_WIDTH wide. */
export interface Layer {
  readonly svg: string;
  /** The middle of the head, from the layer's upper left corner. */
  readonly headX: number;
  readonly headY: number;
}

export const HEAD_WIDTH = 104;

/** Where the middle of the head is in the paths below. */
const HEAD_X = 140;
const HEAD_Y = 128;

/** A person in two layers: the face lies apart from the figure, so that the head can turn. */
export function drawPortrait(look: Look): { figure: Layer; face: Layer } {
  return {
    figure: layer(figure(look), { left: 8, top: 12, width: 264, height: 628 }),
    face: layer(face(look), { left: 84, top: 92, width: 112, height: 116 }),
  };
}

function layer(content: string, box: { left: number; top: number; width: number; height: number }): Layer {
  const { left, top, width, height } = box;
  const size = `width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${SHADES}${content}</svg>`;
  return { svg, headX: HEAD_X - left, headY: HEAD_Y - top };
}

/** Light from the upper left. */
const SHADES = `<defs>
  <radialGradient id="round" cx=".4" cy=".36" r=".72">
    <stop offset="0" stop-color="#fff" stop-opacity=".22"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/>
    <stop offset=".62" stop-color="#2a1005" stop-opacity="0"/><stop offset="1" stop-color="#2a1005" stop-opacity=".5"/>
  </radialGradient>
  <linearGradient id="across"><stop offset="0" stop-color="#fff" stop-opacity=".1"/>
    <stop offset=".45" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".32"/></linearGradient>
  <linearGradient id="down" x2="0" y2="1"><stop offset="0" stop-color="#2a1005" stop-opacity=".5"/>
    <stop offset="1" stop-color="#2a1005" stop-opacity="0"/></linearGradient>
  <radialGradient id="blush"><stop offset="0" stop-color="#c8452f" stop-opacity=".3"/>
    <stop offset="1" stop-color="#c8452f" stop-opacity="0"/></radialGradient>
</defs>`;

const HEAD =
  'M88 122C86 82 106 58 140 58C174 58 194 82 192 122C191 146 184 166 170 182C160 193 150 198 140 198C130 198 120 193 110 182C96 166 89 146 88 122Z';
const BODY =
  'M22 660L14 330C14 268 40 246 84 236C112 230 122 222 124 208L156 208C158 222 168 230 196 236C240 246 266 268 266 330L258 660Z';

function figure(look: Look): string {
  const { skin, clothes, collar } = look;
  return [
    hairBehind(look),
    '<g transform="translate(0 -12)">',
    `<path d="${BODY}" fill="${clothes}"/><path d="${BODY}" fill="url(#across)"/>`,
    '<path d="M62 330C66 420 64 520 60 660M218 330C214 420 216 520 220 660" fill="none" stroke="#000" stroke-opacity=".22" stroke-width="3"/>',
    `<path d="M118 180L118 226C118 244 162 244 162 226L162 180Z" fill="${skin}"/><path d="M118 186L118 226C118 244 162 244 162 226L162 186Z" fill="url(#down)"/>`,
    COLLARS[collar](clothes),
    '</g>',
    `<ellipse cx="88" cy="132" rx="8" ry="15" fill="${skin}"/><ellipse cx="192" cy="132" rx="8" ry="15" fill="${skin}"/>`,
    '<ellipse cx="192" cy="132" rx="8" ry="15" fill="#2a1005" fill-opacity=".3"/>',
    `<path d="${HEAD}" fill="${skin}"/><path d="${HEAD}" fill="url(#round)"/>`,
    hairBefore(look),
  ].join('');
}

const COLLARS: Record<Look['collar'], (colour: string) => string> = {
  round: (colour) =>
    `<path d="M104 230C112 262 168 262 176 230L184 233C176 274 104 274 96 233Z" fill="${colour}"/><path d="M104 230C112 262 168 262 176 230L184 233C176 274 104 274 96 233Z" fill="#000" fill-opacity=".18"/>`,
  shirt: (colour) =>
    `<path d="M116 216L140 262L164 216L184 230L164 280L140 262L116 280L96 230Z" fill="#f4f1ea"/><path d="M140 262L164 280L184 230Z" fill="#000" fill-opacity=".1"/>` +
    `<path d="M140 262L136 660L144 660Z" fill="${colour}"/><path d="M140 262V660" stroke="#000" stroke-opacity=".25" stroke-width="2"/>`,
  hood: (colour) =>
    `<path d="M84 238C76 214 104 204 120 212C112 232 128 262 140 266C152 262 168 232 160 212C176 204 204 214 196 238C190 268 160 284 140 284C120 284 90 268 84 238Z" fill="${colour}"/>` +
    '<path d="M84 238C76 214 104 204 120 212C112 232 128 262 140 266C152 262 168 232 160 212C176 204 204 214 196 238C190 268 160 284 140 284C120 284 90 268 84 238Z" fill="#000" fill-opacity=".16"/>' +
    '<path d="M126 278V336M154 278V336" stroke="#f4f1ea" stroke-width="3" stroke-linecap="round"/>',
};

/** What of the hair hangs behind head and shoulders. */
function hairBehind({ hair, hairColour }: Look): string {
  const shapes: Partial<Record<Hair, string>> = {
    long: '<path d="M140 44C92 44 74 82 76 128C78 190 66 236 72 282C92 300 116 286 118 262L162 262C164 286 188 300 208 282C214 236 202 190 204 128C206 82 188 44 140 44Z"/>',
    bob: '<path d="M140 44C92 44 74 82 76 126C76 160 72 190 78 208C92 216 112 212 118 200L162 200C168 212 188 216 202 208C208 190 204 160 204 126C206 82 188 44 140 44Z"/>',
    curly:
      '<g><circle cx="96" cy="84" r="30"/><circle cx="140" cy="66" r="34"/><circle cx="184" cy="84" r="30"/><circle cx="84" cy="116" r="24"/><circle cx="196" cy="116" r="24"/></g>',
    bun: '<circle cx="140" cy="42" r="24"/>',
  };
  const shape = shapes[hair] ?? '';
  return `<g fill="${hairColour}">${shape}</g><g opacity=".22">${shape}</g>`;
}

/** What of the hair lies on the head. */
function hairBefore({ hair, hairColour }: Look): string {
  const shapes: Record<Hair, string> = {
    short:
      'M84 120C78 74 100 46 142 46C184 46 204 76 196 120C194 112 190 102 184 94C170 90 152 84 138 76C128 86 108 90 98 92C90 100 86 110 84 120Z',
    long: 'M80 148C70 84 96 44 140 44C186 44 210 86 200 148C196 122 190 104 178 92C158 92 138 84 124 70C118 88 106 98 94 102C86 116 82 130 80 148Z',
    bob: 'M78 168C68 88 94 44 140 44C186 44 212 88 202 168C196 140 194 118 188 96C158 100 122 100 92 96C86 118 84 140 78 168Z',
    curly:
      'M86 122C80 108 84 98 92 96C92 84 104 80 112 82C116 72 130 70 138 76C148 68 160 72 164 82C176 78 188 86 187 98C196 100 198 110 194 122C196 76 176 46 140 46C104 46 84 76 86 122Z',
    bun: 'M84 124C78 76 100 48 140 48C180 48 202 76 196 124C192 104 178 82 140 76C102 82 88 104 84 124Z',
    bald: 'M86 132C82 116 84 104 88 96C88 108 90 118 91 130ZM194 132C198 116 196 104 192 96C192 108 190 118 189 130Z',
  };
  return `<path d="${shapes[hair]}" fill="${hairColour}"/><path d="${shapes[hair]}" fill="url(#across)"/>`;
}

function face(look: Look): string {
  const { hairColour, beard, glasses } = look;
  const brow = look.hair === 'bald' ? '#241a15' : hairColour;
  return [
    '<ellipse cx="106" cy="154" rx="17" ry="13" fill="url(#blush)"/><ellipse cx="174" cy="154" rx="17" ry="13" fill="url(#blush)"/>',
    beard ? drawBeard(brow) : '',
    eye(117),
    eye(163),
    `<path d="M101 110C108 102 120 102 130 107M150 107C160 102 172 102 179 110" fill="none" stroke="${brow}" stroke-width="5.5" stroke-linecap="round"/>`,
    '<path d="M143 120C146 136 152 148 150 154C146 160 134 160 130 154" fill="none" stroke="#2a1005" stroke-opacity=".5" stroke-width="3" stroke-linecap="round"/>',
    '<path d="M137 120L135 148" stroke="#fff" stroke-opacity=".2" stroke-width="6" stroke-linecap="round"/>',
    '<path d="M119 171C130 176 150 176 161 171C154 184 126 184 119 171Z" fill="#8f3530"/><path d="M124 173C134 176 146 176 156 173C150 177 130 177 124 173Z" fill="#fff" fill-opacity=".85"/>',
    '<path d="M130 187C136 190 144 190 150 187" fill="none" stroke="#2a1005" stroke-opacity=".25" stroke-width="3" stroke-linecap="round"/>',
    glasses ? GLASSES : '',
  ].join('');
}

function eye(x: number): string {
  return (
    `<path d="M${x - 15} 122C${x - 9} 110 ${x + 9} 110 ${x + 15} 122C${x + 9} 131 ${x - 9} 131 ${x - 15} 122Z" fill="#2a1005" fill-opacity=".22"/>` +
    `<path d="M${x - 12} 123C${x - 7} 114 ${x + 7} 114 ${x + 12} 123C${x + 7} 130 ${x - 7} 130 ${x - 12} 123Z" fill="#fbf7f2"/>` +
    `<circle cx="${x}" cy="122" r="6" fill="#3b2719"/><circle cx="${x - 2}" cy="120" r="1.8" fill="#fff"/>` +
    `<path d="M${x - 13} 122C${x - 7} 113 ${x + 7} 113 ${x + 13} 122" fill="none" stroke="#1d120c" stroke-width="3" stroke-linecap="round"/>`
  );
}

function drawBeard(colour: string): string {
  return (
    `<path d="M91 138C94 168 108 199 140 201C172 199 186 168 189 138C182 156 172 160 162 161C150 157 130 157 118 161C108 160 98 156 91 138Z" fill="${colour}" fill-opacity=".9"/>` +
    `<path d="M118 168C126 160 154 160 162 168C150 166 130 166 118 168Z" fill="${colour}"/>`
  );
}

const GLASSES =
  '<g fill="#fff" fill-opacity=".12" stroke="#22242a" stroke-width="3.5"><rect x="98" y="108" width="36" height="28" rx="11"/>' +
  '<rect x="146" y="108" width="36" height="28" rx="11"/></g><path d="M134 119C137 116 143 116 146 119" fill="none" stroke="#22242a" stroke-width="3.5"/>';
