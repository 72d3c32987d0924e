const personalPlans: readonly string[] = ['free', 'go', 'plus', 'pro', 'team'];

/**
 * Which of OpenAI's two ways an account takes: personal plans talk to the ChatGPT backend, business, enterprise, edu and
 * plans unknown to us trade their ID token for an API key. OpenAI's own addresses count as personal.
 */
export function accountKind(plan: string | null, email: string | null): 'personal' | 'enterprise' {
  if (email?.toLowerCase().endsWith('@openai.com')) return 'personal';
  return plan !== null && personalPlans.includes(plan.toLowerCase()) ? 'personal' : 'enterprise';
}
