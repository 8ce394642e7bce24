/**
 * What forms and expressions give, as the values that they stand for: one strict reader a kind of value. Nothing is
 * `undefined`; what can't be meant is thrown as a `RangeError` in words for people, to stand behind the parameter's name.
 */

export { type Choice, type Choices, type Option, readChoice, readChoices } from './choice';
export { readFlag } from './flag';
export { readId, readIds } from './id';
export { readItems, readObject } from './json';
export { readEntries, readList, readTag, readTexts } from './list';
export { readNumber, readPrice } from './number';
export { allOrRefusal, isRefusal, orRefusal } from './refusal';
export { readKey, readText, readWords, show } from './text';
export { readDate, readTime, readZone } from './time';
