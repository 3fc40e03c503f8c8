import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inclusionPath, leafHash, merkleRoot, nodeHash, rootFromPath } from './merkle-tree.ts';

const hex = (hash: Buffer | null | undefined) => hash?.toString('hex');

/** The eight leaves and the roots over the first n of them that implementations of Certificate Transparency test themselves by. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((text) => leafHash(Buffer.from(text, 'hex')));
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the Merkle tree of RFC 6962', () => {
  test.each(roots.map((root, size) => [size, root] as const))('has the published root over %i leaves', (size, root) => {
    expect(hex(merkleRoot(leaves.slice(0, size)))).toBe(root);
  });

  it('is put together as the example of seven leaves in RFC 6962 2.1.3 is drawn', () => {
    const [a, b, c, d, e, f, j] = leaves as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
    const [g, h, i] = [nodeHash(a, b), nodeHash(c, d), nodeHash(e, f)];
    const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
    const seven = leaves.slice(0, 7);
    expect(hex(merkleRoot(seven))).toBe(hex(nodeHash(k, l)));
    expect(inclusionPath(seven, 0)).toEqual([b, h, l]);
    expect(inclusionPath(seven, 3)).toEqual([c, g, l]);
    expect(inclusionPath(seven, 4)).toEqual([f, j, k]);
    expect(inclusionPath(seven, 6)).toEqual([i, k]);
  });

  it('tells a leaf from a node of the same bytes', () => {
    const [left, right] = [leafHash('a'), leafHash('b')];
    expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
  });
});

describe('an inclusion path', () => {
  const list = fc.array(fc.string(), { minLength: 1, maxLength: 70 }).map((texts) => texts.map((text, index) => leafHash(`${index}:${text}`)));
  const leafOfList = list.chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length - 1)));

  it('leads from each leaf of a tree of any size to its root', () => {
    fc.assert(
      fc.property(leafOfList, ([all, index]) => {
        expect(rootFromPath(all[index] as Buffer, index, all.length, inclusionPath(all, index))).toEqual(merkleRoot(all));
      }),
    );
  });

  it('leads elsewhere, or nowhere, with another leaf, place, size or step', () => {
    fc.assert(
      fc.property(leafOfList, fc.nat(), ([all, index], salt) => {
        const root = merkleRoot(all);
        const leaf = all[index] as Buffer;
        const path = inclusionPath(all, index);
        expect(rootFromPath(leafHash('another'), index, all.length, path)).not.toEqual(root);
        expect(rootFromPath(leaf, index, all.length, [...path, leafHash('more')])).toBeNull();
        if (path.length === 0) return;
        expect(rootFromPath(leaf, index, all.length, path.slice(1))).not.toEqual(root);
        expect(rootFromPath(leaf, index, all.length, path.with(salt % path.length, leafHash('another')))).not.toEqual(root);
        const other = (index + 1 + (salt % (all.length - 1))) % all.length;
        expect(rootFromPath(leaf, other, all.length, path)).not.toEqual(root);
      }),
    );
  });

  it('is refused for a leaf that is not there', () => {
    expect(() => inclusionPath(leaves, 8)).toThrow(RangeError);
    expect(() => inclusionPath(leaves, -1)).toThrow(RangeError);
    expect(rootFromPath(leafHash('a'), 2, 2, [])).toBeNull();
  });
});
