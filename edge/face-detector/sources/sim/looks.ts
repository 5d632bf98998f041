export type Hair = 'short' | 'long' | 'bob' | 'curly' | 'bun' | 'bald';

/** What tells one person from another; colours are CSS. */
export interface Look {
  readonly skin: string;
  readonly hair: Hair;
  readonly hairColour: string;
  readonly clothes: string;
  readonly collar: 'round' | 'shirt' | 'hood';
  readonly beard?: boolean;
  readonly glasses?: boolean;
}

/** Everyone who can walk in. */
export const LOOKS: readonly Look[] = [
  { skin: '#e8b795', hair: 'short', hairColour: '#4a3325', clothes: '#2f6f8f', collar: 'shirt' },
  { skin: '#8d5a3b', hair: 'curly', hairColour: '#1f1714', clothes: '#d9a441', collar: 'round' },
  { skin: '#f0c8a8', hair: 'long', hairColour: '#b5793c', clothes: '#a8455a', collar: 'round' },
  { skin: '#c68f65', hair: 'short', hairColour: '#17130f', clothes: '#5b6f4a', collar: 'hood', beard: true },
  { skin: '#f2cdb4', hair: 'bob', hairColour: '#7a2f1d', clothes: '#3d4a73', collar: 'shirt', glasses: true },
  { skin: '#6f452d', hair: 'bald', hairColour: '#1a1512', clothes: '#c95f3f', collar: 'hood', beard: true },
  { skin: '#dba67e', hair: 'bun', hairColour: '#2a1d18', clothes: '#6f5a8f', collar: 'round' },
  { skin: '#edc3a3', hair: 'short', hairColour: '#9a9a98', clothes: '#54606b', collar: 'shirt', glasses: true },
  { skin: '#a06a45', hair: 'long', hairColour: '#231815', clothes: '#3f8f7a', collar: 'round' },
  { skin: '#f3d2b8', hair: 'curly', hairColour: '#c98a3d', clothes: '#7d8fb3', collar: 'hood' },
  { skin: '#b98058', hair: 'bob', hairColour: '#3a241a', clothes: '#c7c2b4', collar: 'shirt' },
  { skin: '#e3b08c', hair: 'short', hairColour: '#c9a25a', clothes: '#86424f', collar: 'round', beard: true },
];
