ALTER TYPE "public"."deadline_kind" ADD VALUE 'answerOffer';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'answerMissed';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'decideMissed';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'answerOffer';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'answerMissed';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'decideMissed';--> statement-breakpoint
ALTER TABLE "charge" DROP CONSTRAINT "charge_known";--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_known" CHECK ("charge"."what" in ('absences', 'ordered', 'missed', 'unkept'));