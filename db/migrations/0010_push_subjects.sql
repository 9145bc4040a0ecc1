-- Written by hand: what was pushed until now are applications; the hint of the matters' outbox.
ALTER TABLE "dead_letter" RENAME COLUMN "service_number" TO "subject";--> statement-breakpoint
ALTER TABLE "delivery_attempt" RENAME COLUMN "service_number" TO "subject";--> statement-breakpoint
ALTER TABLE "delivery_lane" RENAME COLUMN "service_number" TO "subject";--> statement-breakpoint
DROP INDEX "dead_letter_one_open";--> statement-breakpoint
ALTER TABLE "delivery_attempt" DROP CONSTRAINT "delivery_attempt_subscription_id_service_number_slot_pk";--> statement-breakpoint
ALTER TABLE "delivery_lane" DROP CONSTRAINT "delivery_lane_subscription_id_service_number_pk";--> statement-breakpoint
ALTER TABLE "delivery_attempt" ADD CONSTRAINT "delivery_attempt_subscription_id_subject_slot_pk" PRIMARY KEY("subscription_id","subject","slot");--> statement-breakpoint
ALTER TABLE "delivery_lane" ADD CONSTRAINT "delivery_lane_subscription_id_subject_pk" PRIMARY KEY("subscription_id","subject");--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "kind" text NOT NULL DEFAULT 'application';--> statement-breakpoint
ALTER TABLE "dead_letter" ALTER COLUMN "kind" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "delivery_lane" ADD COLUMN "kind" text NOT NULL DEFAULT 'application';--> statement-breakpoint
ALTER TABLE "delivery_lane" ALTER COLUMN "kind" DROP DEFAULT;--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letter_one_open" ON "dead_letter" USING btree ("subscription_id","subject") WHERE "dead_letter"."resolution" is null;--> statement-breakpoint
CREATE TRIGGER "matter_outbox_hint" AFTER INSERT ON "matter_outbox" FOR EACH STATEMENT EXECUTE FUNCTION "outbox_hint"();
