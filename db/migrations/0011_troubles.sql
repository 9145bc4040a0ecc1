CREATE TABLE "trouble" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"detail" text NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trouble_kind_subject_pk" PRIMARY KEY("kind","subject"),
	CONSTRAINT "trouble_detail_short" CHECK (length("trouble"."detail") <= 500)
);
--> statement-breakpoint
ALTER TABLE "registration" ADD COLUMN "start_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "registration" ADD COLUMN "next_attempt_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "transfer_registration" ADD COLUMN "start_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "transfer_registration" ADD COLUMN "next_attempt_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "registration_newest" ON "registration" USING btree ("created_at" DESC NULLS FIRST);