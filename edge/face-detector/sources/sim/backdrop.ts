/** The room that people walk through, as SVG; drawn for 640x480 and filled out to other sizes. */
export const BACKDROP = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" preserveAspectRatio="xMidYMid slice">
<defs>
  <linearGradient id="wall" x2="1" y2=".6"><stop offset="0" stop-color="#e6ded0"/><stop offset="1" stop-color="#c9c0b2"/></linearGradient>
  <linearGradient id="floor" x2="0" y2="1"><stop offset="0" stop-color="#9a7d60"/><stop offset="1" stop-color="#7c624a"/></linearGradient>
  <linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="#a9cbe4"/><stop offset="1" stop-color="#e8f1f4"/></linearGradient>
</defs>
<rect x="-320" width="1280" height="480" fill="url(#wall)"/>
<rect x="-320" y="388" width="1280" height="92" fill="url(#floor)"/>
<rect x="-320" y="378" width="1280" height="10" fill="#f3eee4"/>
<g><rect x="52" y="40" width="184" height="196" fill="#f7f3ea"/><rect x="62" y="50" width="164" height="176" fill="url(#sky)"/>
  <path d="M62 196C96 168 124 182 150 190C180 198 204 178 226 186V226H62Z" fill="#8fae8b"/>
  <path d="M62 210C110 196 150 208 226 204V226H62Z" fill="#6f9472"/>
  <path d="M144 50V226M62 138H226" stroke="#f7f3ea" stroke-width="7"/><rect x="44" y="234" width="200" height="11" fill="#efe8da"/></g>
<g><rect x="300" y="66" width="92" height="122" fill="#4a423a"/><rect x="308" y="74" width="76" height="106" fill="#efe6d2"/>
  <path d="M308 180L334 132L352 156L366 140L384 168V180Z" fill="#7a9a9c"/><path d="M308 180V160L330 148L384 180Z" fill="#c98d5b"/></g>
<g><rect x="470" y="62" width="118" height="316" fill="#a98a69"/><rect x="480" y="72" width="98" height="306" fill="#bd9d7a"/>
  <rect x="494" y="88" width="70" height="116" fill="none" stroke="#a98a69" stroke-width="4"/>
  <rect x="494" y="222" width="70" height="136" fill="none" stroke="#a98a69" stroke-width="4"/>
  <rect x="484" y="214" width="6" height="22" rx="3" fill="#6b5846"/></g>
<g><path d="M20 388L28 340H68L76 388Z" fill="#b5623f"/>
  <path d="M48 340C40 300 22 286 6 282C20 304 34 318 44 340C44 300 46 276 54 252C62 278 58 306 52 340C60 314 74 300 92 296C82 316 66 324 54 340Z" fill="#4f7d55"/></g>
</svg>`;
