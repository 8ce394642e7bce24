import { ClientRequestInterceptor } from '@mswjs/interceptors/ClientRequest';
import { FetchInterceptor } from '@mswjs/interceptors/fetch';
import { Services, type Service } from './services';

export interface Interception {
	/** Hosts that the code under test tried to reach although they are not simulated. */
	readonly outsiders: readonly string[];
	stop(): void;
}

/**
 * Answers `https://<subdomain>.zendesk.com`, and the hosts of other simulated services, inside this process, for
 * Node's http and https (so for axios) and for fetch. There is no network: every other host gets an error that names it.
 */
export function interceptZendesk(services: Service | Service[]): Interception {
	const known = new Services(services);
	const interceptors = [new ClientRequestInterceptor(), new FetchInterceptor()];
	for (const interceptor of interceptors) {
		interceptor.on('request', async ({ request, controller }) => {
			const url = new URL(request.url);
			const service = known.find(url);
			if (!service) {
				const message = `No network in tests: ${request.method} ${url.origin} is not simulated`;
				controller.errorWith(Object.assign(new Error(message), { code: 'ENOTFOUND' }));
				return;
			}
			try {
				controller.respondWith(await service.fetch(request));
			} catch (error) {
				controller.errorWith(error);
			}
		});
		interceptor.apply();
	}
	return {
		outsiders: known.outsiders,
		stop: () => interceptors.forEach((interceptor) => interceptor.dispose()),
	};
}
