import { type Digest, readDigest, type RouteFacts, routeKey } from './digest/digest';
import { expand } from './digest/facts';
import type { OpenApiSchema } from './documents';

/** What the documents say about one status of one route: `schema` undefined = an answer without a body. */
export interface Documented {
	/** e.g. `GET /api/v2/users/{} 404`, the name of a schema that has none of its own. */
	name: string;
	schema: OpenApiSchema | undefined;
}

/** What Zendesk's OpenAPI documents say, as far as the digest has it. */
export class OpenApi {
	readonly schemas: Record<string, OpenApiSchema>;

	constructor(private readonly digest: Digest = readDigest()) {
		this.schemas = Object.fromEntries(
			Object.entries(digest.schemas).map(([name, fact]) => [name, expand(fact)]),
		);
	}

	/** Whether the documents know a route, e.g. `GET /api/v2/users/:id`. */
	knows(route: string): boolean {
		return this.factsOf(route) !== undefined;
	}

	/** All that they say about it. */
	factsOf(route: string): RouteFacts | undefined {
		return this.digest.routes[this.keyOf(route)];
	}

	/** What they say about a status of it; `undefined` = nothing. */
	documented(route: string, status: number): Documented | undefined {
		const answer = this.factsOf(route)?.answers[String(status)];
		if (answer === undefined) return undefined;
		const schema = answer === null ? undefined : expand(answer);
		return { name: `${this.keyOf(route)} ${status}`, schema };
	}

	private keyOf(route: string): string {
		const [method, path] = route.split(' ');
		return routeKey(method, path);
	}
}
