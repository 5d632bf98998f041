// Both halves of the API's figures: operations on pictures, and pages and thumbnails.
// npm run bench -- api
await import('./api-operations.mjs');
await import('./api-pages.mjs');
