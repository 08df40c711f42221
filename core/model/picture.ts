/** What a stored picture may be: what mail programs show. WebP is taken in, and stored as one of these. */
export const storedPictureTypes = ['jpeg', 'png', 'gif'] as const;
export type StoredPictureType = (typeof storedPictureTypes)[number];

/** What is taken in. SVG is not: it is a document, with links and scripts, and most mail programs do not show it. */
export const pictureTypes = [...storedPictureTypes, 'webp'] as const;
export type PictureType = (typeof pictureTypes)[number];

/** What `import --pictures` takes and makes; docs/reference/templates.md states each. */
export const pictureLimits = {
  /** Of the file as it is fetched. */
  downloadBytes: 20_000_000,
  /** Width by height, of all frames of an animation: what a small file may not unfold to. */
  pixels: 50_000_000,
  /** Of the file as it is stored. */
  storedBytes: 1_000_000,
  /** In pixels: twice the width of a mail, for screens that show two for one. */
  width: 1_200,
  /** For one picture, from the name's resolution to the last byte. */
  timeoutSeconds: 20,
  redirects: 5,
} as const;

/** A picture as it is to be stored. */
export interface FittedPicture {
  bytes: Uint8Array;
  type: StoredPictureType;
  /** In pixels. */
  width: number;
  height: number;
}

/** Where an archive keeps pictures, as it keeps an edition under its id; and the folder that readers' URLs name. */
export const picturesFolder = 'pictures';

/** A stored picture's name: a hash of its bytes, and its size. */
export const pictureNamePattern =
  /^[0-9a-f]{32}-(?<width>[1-9]\d{0,5})x(?<height>[1-9]\d{0,5})\.(?<type>jpeg|png|gif)$/;
