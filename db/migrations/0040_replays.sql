CREATE TABLE "replay" (
	"id" text PRIMARY KEY NOT NULL,
	"service_number" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_by_org" text NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"begun_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"result" jsonb,
	CONSTRAINT "replay_ended" CHECK (("replay"."ended_at" is null) = ("replay"."result" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "replay_open" ON "replay" USING btree ("service_number") WHERE "replay"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "replay_of_case" ON "replay" USING btree ("service_number","asked_at");--> statement-breakpoint
CREATE INDEX "replay_waiting" ON "replay" USING btree ("asked_at") WHERE "replay"."ended_at" is null;