-- Unlogged: worth nothing after a crash, and written several times a second. Half full: updates stay on their page.
CREATE UNLOGGED TABLE "rate_level" (
	"key" text PRIMARY KEY NOT NULL,
	"level" double precision NOT NULL,
	"per_second" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rate_level_not_negative" CHECK ("rate_level"."level" >= 0)
) WITH (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE "service_number_counter" DROP CONSTRAINT "service_number_counter_last_in_range";--> statement-breakpoint
ALTER TABLE "transfer_number_counter" DROP CONSTRAINT "transfer_number_counter_last_in_range";--> statement-breakpoint
ALTER TABLE "registration" ADD COLUMN "applicant_number" text GENERATED ALWAYS AS (coalesce(start_input #>> '{registration,form,applicant,creditCode}',
        start_input #>> '{registration,form,applicant,identityNumber}')) STORED;--> statement-breakpoint
CREATE INDEX "registration_by_applicant" ON "registration" USING btree ("city","applicant_number");--> statement-breakpoint
CREATE INDEX "registration_by_client" ON "registration" USING btree ("client");--> statement-breakpoint
ALTER TABLE "service_number_counter" ADD CONSTRAINT "service_number_counter_last_positive" CHECK ("service_number_counter"."last" > 0);--> statement-breakpoint
ALTER TABLE "transfer_number_counter" ADD CONSTRAINT "transfer_number_counter_last_positive" CHECK ("transfer_number_counter"."last" > 0);