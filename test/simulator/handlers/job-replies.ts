import type { JobOrder, JobResult } from '../domain/jobs';
import type { ApiError } from '../http/errors';
import { ok, type Call, type Reply } from '../http/route';
import { presentJob } from '../present/records';

/** Queues a job for this call; the answer shows it queued, and how many slots are left. */
export function jobReply(call: Call, order: Omit<JobOrder, 'fault'>): Reply {
	const { world, caller, now, jobFault } = call;
	const job = world.jobs.start({ ...order, fault: jobFault }, caller, now);
	return ok({ job_status: presentJob(world, job) }, world.jobs.header());
}

/**
 * How update and delete jobs report an item that was refused (recorded: `OrganizationUpdateFailed`). What is not about its
 * content keeps its own code, e.g. `UpdateConflict`.
 *
 * @param kind e.g. `UserUpdate`
 */
export function refusal(kind: string, ids: Array<number | string>) {
	return (error: ApiError, index: number): JobResult => ({
		index,
		id: ids[index],
		error: error.code === 'RecordInvalid' ? `${kind}Failed` : error.code,
		details: error.details,
	});
}
