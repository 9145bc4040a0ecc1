ALTER TYPE "public"."credit_status" ADD VALUE 'noticed' BEFORE 'rejected';--> statement-breakpoint
ALTER TYPE "public"."credit_status" ADD VALUE 'answered' BEFORE 'rejected';--> statement-breakpoint
ALTER TYPE "public"."credit_status" ADD VALUE 'performance' BEFORE 'reported';--> statement-breakpoint
ALTER TYPE "public"."credit_status" ADD VALUE 'repairing' BEFORE 'withdrawn';--> statement-breakpoint
ALTER TYPE "public"."credit_status" ADD VALUE 'repaired' BEFORE 'withdrawn';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'notice';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'statement';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'determination';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'objection';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'repairAcceptance';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'repairDecision';--> statement-breakpoint
ALTER TABLE "credit_record" DROP CONSTRAINT "credit_record_closed";--> statement-breakpoint
ALTER TABLE "credit_record" ALTER COLUMN "expires_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_record" ADD COLUMN "approvals" text[];--> statement-breakpoint
ALTER TABLE "credit_record" ADD CONSTRAINT "credit_record_closed" CHECK (("credit_record"."status"::text in ('rejected', 'repaired', 'withdrawn', 'expired')) = ("credit_record"."closed_at" is not null));