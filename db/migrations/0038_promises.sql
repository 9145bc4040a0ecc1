ALTER TYPE "public"."deadline_kind" ADD VALUE 'verifyPromise';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'answerRevocation';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'holdHearing';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'decideRevocation';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'makeSiteSafe';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'verifyPromise';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'answerRevocation';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'holdHearing';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'decideRevocation';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'makeSiteSafe';--> statement-breakpoint
ALTER TABLE "charge" DROP CONSTRAINT "charge_known";--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_known" CHECK ("charge"."what" in ('absences', 'ordered', 'missed', 'unkept', 'stopped', 'revoked'));