import type { Fault } from '../types';
import { retryAfter } from './F01-retry-after';
import { answerLost } from './F06-answer-lost';

/** The columns of the matrix. */
export const FAULTS: Fault[] = [retryAfter, answerLost];
