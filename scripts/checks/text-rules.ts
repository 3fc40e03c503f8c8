/** What is said about code, and how tests are written. */
import { isCode, isTest, lineAt, occurrences, type Finding, type HouseRule, type SourceFile } from './tree.ts';

const exported = /^export (?:default )?(?:async )?(?:abstract )?(?:function|class|interface|type|const) (\w+)/gm;

/** Types of the contract are described in the contract, where @graphql-eslint asks for it. */
const describedElsewhere = /\/(locales|migrations)\/|\.d\.ts$|\.types\.ts$/;

/** Each exported name says in a sentence what it means: the next reader has only that. */
export const exportsAreDescribed: HouseRule = (tree) =>
  tree
    .filter((file) => isCode(file) && /^(server|client)\/src\/.*\.ts$/.test(file.path) && !isTest(file.path) && !describedElsewhere.test(file.path))
    .flatMap(({ path, text }) => {
      const described = new Set<string>();
      return [...text.matchAll(exported)].flatMap(({ index, 1: name = '' }): Finding[] => {
        // `export const Choice` and `export type Choice` are one thing and one description.
        if (described.has(name) || /\*\/\s*(@\w+\([^;]*\)\s*)*$/.test(text.slice(Math.max(0, index - 600), index))) {
          described.add(name);
          return [];
        }
        return [{ path, line: lineAt(text, index), message: `say in a /** sentence */ what ${name} means` }];
      });
    });

/** Tests, but not the one that quotes what the rules forbid. */
const isHonestTest = (file: SourceFile): boolean => isCode(file) && isTest(file.path) && !file.path.startsWith('test/contract/house-rules');

/** A test that sleeps is slow or wrong, one that is skipped or alone hides the others. */
export const testsNeitherSleepNorHide: HouseRule = (tree) =>
  tree
    .filter(isHonestTest)
    .flatMap((file) => [
      ...occurrences(file, /\b(test|it|describe)\.(only|skip|todo|fails)\b/g, 'every test runs'),
      ...occurrences(file, /new Promise(<\w+>)?\(\(?\w*\)? => (\{\s*)?setTimeout|\bsleep\(|waitForTimeout\(/g, 'wait for what should happen, never for a time'),
    ]);

const notASentence = /\b(?:test|it)(?:\.each\([^)]*\))?\(\s*(['"`])(should |works|test |it )/g;

/** A test's name is a promise that somebody who does not program can read aloud. */
export const testNamesArePromises: HouseRule = (tree) =>
  tree.filter(isHonestTest).flatMap((file) => occurrences(file, notASentence, 'name the test for what it promises: no "should", no "works"'));

/** All text rules by the name under which a breach is reported. */
export const textRules = { exportsAreDescribed, testsNeitherSleepNorHide, testNamesArePromises } satisfies Record<string, HouseRule>;
