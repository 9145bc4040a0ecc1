CREATE TABLE "guidance" (
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"city" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"written_sub" text NOT NULL,
	"written_org" text NOT NULL,
	"written_role" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	"reason" text,
	"org" text NOT NULL,
	"phase" "phase" NOT NULL,
	"number" text NOT NULL,
	"project_code" text,
	"guided_at" timestamp (3) with time zone NOT NULL,
	"withdrawn" boolean NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "guidance_id_version_pk" PRIMARY KEY("id","version"),
	CONSTRAINT "guidance_version_positive" CHECK ("guidance"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE "inquiry" (
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"city" text NOT NULL,
	"key" text NOT NULL,
	"body_hash" text NOT NULL,
	"written_sub" text NOT NULL,
	"written_org" text NOT NULL,
	"written_role" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	"reason" text,
	"channel" text NOT NULL,
	"asked_sub" text,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"content" jsonb NOT NULL,
	"owner" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"warn_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"unassessed" boolean NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "inquiry_id_version_pk" PRIMARY KEY("id","version"),
	CONSTRAINT "inquiry_version_positive" CHECK ("inquiry"."version" > 0),
	CONSTRAINT "inquiry_answered_at" CHECK (("inquiry"."answer" is null) = ("inquiry"."answered_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "guidance_once" ON "guidance" USING btree ("key");--> statement-breakpoint
CREATE INDEX "guidance_by_city" ON "guidance" USING btree ("city","guided_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "inquiry_once" ON "inquiry" USING btree ("key");--> statement-breakpoint
CREATE INDEX "inquiry_by_city" ON "inquiry" USING btree ("city","asked_at","id");--> statement-breakpoint
CREATE INDEX "application_of_project" ON "application" USING btree ("city","project_code","registered_at") WHERE "application"."project_code" is not null;--> statement-breakpoint
CREATE INDEX "application_of_number" ON "application" USING btree ("city","applicant_number","registered_at");