import { agentFacts } from './agents';
import { deletionFacts } from './deletion';
import type { Fact } from './fact';
import { freshnessFacts } from './freshness';
import { handOverFacts } from './handOver';
import { identityFacts, mergeFacts } from './identities';
import { jobFacts } from './jobs';
import { listFacts } from './lists';
import { outsideFacts } from './outside';
import { productFacts } from './products';
import { recordFacts } from './records';
import { signInFacts } from './signIn';
import { ticketFacts } from './tickets';

/** Every fact that can be tried, in the order in which it is. */
export const FACTS: readonly Fact[] = [
	// First, because it says how long each new user must be left alone.
	...freshnessFacts,
	...signInFacts,
	...recordFacts,
	...identityFacts,
	...mergeFacts,
	...deletionFacts,
	...listFacts,
	...productFacts,
	...outsideFacts,
	...jobFacts,
	...agentFacts,
	...handOverFacts,
	...ticketFacts,
];
