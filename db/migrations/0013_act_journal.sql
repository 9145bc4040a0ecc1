CREATE TABLE "act_journal" (
	"update_id" text PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sends" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "act_journal_update_id_is_sha256" CHECK ("act_journal"."update_id" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE INDEX "act_journal_by_age" ON "act_journal" USING btree ("since");