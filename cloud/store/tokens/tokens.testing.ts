import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import type { NewToken } from './tokens.ts';

/** What tokens do in every kind of catalog; `fresh` names a place where there is none yet. */
export function tokensContract(name: string, fresh: () => Promise<{ open(): Promise<Catalog> }>) {
  const two = async () => {
    const place = await fresh();
    const catalogs = [await place.open(), await place.open()] as const;
    for (const catalog of catalogs) onTestFinished(() => catalog.close());
    return [catalogs[0].tokens, catalogs[1].tokens] as const;
  };
  const token = (over: Partial<NewToken> = {}): NewToken => ({
    ...{ name: 'door-camera', sha256: 'a'.repeat(64), scopes: ['read', 'upload'], createdAt: 1_795_260_000_000_000 },
    ...over,
  });

  describe(`tokens in ${name}`, () => {
    test('one that is added is found by its hash, by everybody, and is gone when it is removed', async () => {
      const [one, other] = await two();
      expect(await one.hadAny()).toBe(false);
      const { sha256, ...said } = token({ expiresAt: 1_795_270_000_000_000 });
      expect(await one.add({ ...said, sha256 })).toBe('added');
      expect(await other.find(sha256)).toEqual(said);
      expect(await other.list()).toEqual([said]);
      expect(await other.find('b'.repeat(64))).toBeUndefined();
      expect(await other.remove(said.name)).toBe(true);
      expect(await one.find(sha256)).toBeUndefined();
      expect(await one.remove(said.name)).toBe(false);
      expect([await one.list(), await other.hadAny()]).toEqual([[], true]);
    });

    test('a name is one token, and the first stays', async () => {
      const [one, other] = await two();
      await one.add(token());
      expect(await other.add(token({ sha256: 'b'.repeat(64), scopes: ['admin'] }))).toBe('present');
      expect(await one.list()).toMatchObject([{ scopes: ['read', 'upload'] }]);
    });

    test('any name will do, and they come in its order', async () => {
      const [one] = await two();
      const names = ["'", '\\', '\ud800', '😀'];
      for (const [i, odd] of names.entries()) await one.add(token({ name: odd, sha256: String(i).repeat(64) }));
      expect(new Set((await one.list()).map((each) => each.name))).toEqual(new Set(names));
    });

    test('a secret is the first that was offered, whoever asks', async () => {
      const [one, other] = await two();
      const offered = Array.from({ length: 10 }, (_, i) => (i % 2 ? one : other).secret('views', `offer ${i}`));
      const [first, ...rest] = await Promise.all(offered);
      expect(new Set(rest)).toEqual(new Set([first]));
      expect(await other.secret('another', 'offer')).toBe('offer');
    });
  });
}
