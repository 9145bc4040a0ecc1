ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'consent';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'meeting';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'resolution';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'resolutionCheck';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'ratedAnswer';--> statement-breakpoint
ALTER TYPE "public"."transfer_status" ADD VALUE 'consent' BEFORE 'ownership';--> statement-breakpoint
CREATE INDEX "transfer_registration_by_accounts" ON "transfer_registration" USING gin ((start_input #> '{request,form,accounts}') jsonb_path_ops);