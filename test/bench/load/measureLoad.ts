import type { AnswerServer } from '../processes.ts';
import { measureCrowd } from './crowd.ts';
import { measureHour } from './hour.ts';
import type { MeasuredLoad } from './loadReport.ts';

/** How long to measure. */
export interface LoadPlan {
  readonly rounds: number;
  /** Of eight turns each: 13 are an hour of 200 deltas a second. */
  readonly conversations: number;
}

export const fullLoadPlan: LoadPlan = { rounds: 15, conversations: 13 };
export const quickLoadPlan: LoadPlan = { rounds: 5, conversations: 4 };

export async function measureLoad(server: AnswerServer, plan: LoadPlan): Promise<MeasuredLoad> {
  const crowd = await measureCrowd(server, plan.rounds);
  return { crowd, hour: await measureHour(server, plan.conversations) };
}
