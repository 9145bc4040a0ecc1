ALTER TYPE "public"."credit_status" ADD VALUE 'proposed' BEFORE 'reported';--> statement-breakpoint
ALTER TYPE "public"."credit_status" ADD VALUE 'rejected' BEFORE 'reported';--> statement-breakpoint
ALTER TYPE "public"."matter_deadline_kind" ADD VALUE 'confirmation';--> statement-breakpoint
ALTER TABLE "credit_record" DROP CONSTRAINT "credit_record_closed";--> statement-breakpoint
ALTER TABLE "credit_record" ADD COLUMN "confined" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "matter_outbox" ADD COLUMN "confined" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_record" ADD CONSTRAINT "credit_record_closed" CHECK (("credit_record"."status"::text in ('rejected', 'withdrawn', 'expired')) = ("credit_record"."closed_at" is not null));