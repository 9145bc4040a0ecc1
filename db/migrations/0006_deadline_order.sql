ALTER TABLE "deadline" DROP CONSTRAINT "deadline_in_order";--> statement-breakpoint
ALTER TABLE "deadline" ADD CONSTRAINT "deadline_in_order" CHECK ("deadline"."warn_at" <= "deadline"."due_at");