CREATE TYPE "public"."access_outcome" AS ENUM('allowed', 'refused', 'failed');--> statement-breakpoint
CREATE TYPE "public"."applicant_kind" AS ENUM('enterprise', 'individual');--> statement-breakpoint
CREATE TYPE "public"."area" AS ENUM('planningArea', 'coveredTown', 'elsewhere');--> statement-breakpoint
CREATE TYPE "public"."channel" AS ENUM('hubeiGovernmentService', 'ehuiban', 'xianningConstruction', 'onlineHall', 'window');--> statement-breakpoint
CREATE TYPE "public"."deadline_kind" AS ENUM('registration', 'survey', 'commitment', 'connection', 'works', 'rectification');--> statement-breakpoint
CREATE TYPE "public"."line_status" AS ENUM('surveying', 'awaitingOpinion', 'connectable', 'outerWorks', 'committed', 'constructing', 'completed', 'accepted', 'appointed', 'connected', 'withdrawn');--> statement-breakpoint
CREATE TYPE "public"."outcome" AS ENUM('connected', 'withdrawn');--> statement-breakpoint
CREATE TYPE "public"."party_kind" AS ENUM('authority', 'utility');--> statement-breakpoint
CREATE TYPE "public"."phase" AS ENUM('projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning', 'constructionPermit', 'none');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('applicant', 'clerk', 'officer', 'lead', 'inspector', 'auditor', 'administrator', 'system');--> statement-breakpoint
CREATE TYPE "public"."service" AS ENUM('water', 'power', 'gas', 'network', 'catv');--> statement-breakpoint
CREATE TYPE "public"."stage" AS ENUM('registration', 'jointSurvey', 'approval', 'construction', 'connection', 'closed');--> statement-breakpoint
CREATE TYPE "public"."task_kind" AS ENUM('acceptDemand', 'acknowledgeReceipt', 'fileOpinion', 'signCommitment', 'signHandover', 'startWorks', 'completeWorks', 'inspectWorks', 'rectify', 'reinspect', 'acceptWorks', 'restoreSite', 'confirmRestoration', 'reportConnected');--> statement-breakpoint
CREATE TABLE "access_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sub" text,
	"org" text,
	"role" "role",
	"city" text,
	"action" text NOT NULL,
	"service_number" text,
	"outcome" "access_outcome" NOT NULL,
	"problem" text,
	CONSTRAINT "access_log_allowed_without_problem" CHECK ("access_log"."outcome" <> 'allowed' or "access_log"."problem" is null)
);
--> statement-breakpoint
CREATE TABLE "application" (
	"service_number" text PRIMARY KEY NOT NULL,
	"city" text NOT NULL,
	"seq" integer NOT NULL,
	"stage" "stage" NOT NULL,
	"outcome" "outcome",
	"channel" "channel" NOT NULL,
	"phase" "phase" NOT NULL,
	"area" "area" NOT NULL,
	"applicant_name" text NOT NULL,
	"applicant_kind" "applicant_kind" NOT NULL,
	"project_code" text,
	"applicant_subject" text,
	"registered_by_org" text NOT NULL,
	"collector" text NOT NULL,
	"convener" text NOT NULL,
	"concerned" text[] NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"pushed_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"state" jsonb NOT NULL,
	CONSTRAINT "application_seq_positive" CHECK ("application"."seq" >= 1),
	CONSTRAINT "application_closed_with_outcome" CHECK (("application"."stage" = 'closed') = ("application"."closed_at" is not null) and ("application"."outcome" is null) = ("application"."closed_at" is null)),
	CONSTRAINT "application_state_is_this_case" CHECK ("application"."state" ->> 'serviceNumber' = "application"."service_number" and ("application"."state" ->> 'seq')::integer = "application"."seq")
);
--> statement-breakpoint
CREATE TABLE "deadline" (
	"service_number" text NOT NULL,
	"id" text NOT NULL,
	"city" text NOT NULL,
	"kind" "deadline_kind" NOT NULL,
	"line" text,
	"owner" text NOT NULL,
	"rule" text NOT NULL,
	"length" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"warn_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"stopped_at" timestamp (3) with time zone,
	"minutes" integer NOT NULL,
	"calendar_version" text NOT NULL,
	"provisional" boolean NOT NULL,
	"advisory" boolean NOT NULL,
	"warned_at" timestamp (3) with time zone,
	"passed_at" timestamp (3) with time zone,
	"met_at" timestamp (3) with time zone,
	"superseded_at" timestamp (3) with time zone,
	CONSTRAINT "deadline_service_number_id_pk" PRIMARY KEY("service_number","id"),
	CONSTRAINT "deadline_in_order" CHECK ("deadline"."started_at" <= "deadline"."warn_at" and "deadline"."warn_at" <= "deadline"."due_at"),
	CONSTRAINT "deadline_minutes_positive" CHECK ("deadline"."minutes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "event" (
	"service_number" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_sub" text NOT NULL,
	"actor_org" text NOT NULL,
	"actor_role" "role" NOT NULL,
	"rule" text NOT NULL,
	"data" jsonb NOT NULL,
	"recorded_xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "event_service_number_seq_pk" PRIMARY KEY("service_number","seq"),
	CONSTRAINT "event_seq_positive" CHECK ("event"."seq" >= 1),
	CONSTRAINT "event_rule_has_number" CHECK ("event"."rule" ~ '^R-[0-9]{2}$'),
	CONSTRAINT "event_data_is_object" CHECK (jsonb_typeof("event"."data") = 'object')
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"service_number" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"audience" text[] NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outbox_one_for_each_event" UNIQUE("service_number","seq"),
	CONSTRAINT "outbox_payload_is_object" CHECK (jsonb_typeof("outbox"."payload") = 'object')
);
--> statement-breakpoint
CREATE TABLE "opinion" (
	"service_number" text NOT NULL,
	"org" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"late" boolean NOT NULL,
	"by_joint_record" boolean NOT NULL,
	"opinion" jsonb NOT NULL,
	CONSTRAINT "opinion_service_number_org_pk" PRIMARY KEY("service_number","org"),
	CONSTRAINT "opinion_is_object" CHECK (jsonb_typeof("opinion"."opinion") = 'object')
);
--> statement-breakpoint
CREATE TABLE "participant" (
	"service_number" text NOT NULL,
	"org" text NOT NULL,
	"kind" "party_kind" NOT NULL,
	"opinion_required" boolean NOT NULL,
	"receipt_at" timestamp (3) with time zone,
	CONSTRAINT "participant_service_number_org_pk" PRIMARY KEY("service_number","org")
);
--> statement-breakpoint
CREATE TABLE "service_line" (
	"service_number" text NOT NULL,
	"id" text NOT NULL,
	"service" "service" NOT NULL,
	"utility" text NOT NULL,
	"status" "line_status" NOT NULL,
	"laid_in_advance" boolean NOT NULL,
	"outer_works" jsonb,
	"appointment_at" timestamp (3) with time zone,
	"appointment_number" integer,
	"connected_at" timestamp (3) with time zone,
	CONSTRAINT "service_line_service_number_id_pk" PRIMARY KEY("service_number","id"),
	CONSTRAINT "service_line_id_names_both" CHECK ("service_line"."id" = "service_line"."service"::text || ':' || "service_line"."utility"),
	CONSTRAINT "service_line_connected_at" CHECK (("service_line"."status" = 'connected') = ("service_line"."connected_at" is not null)),
	CONSTRAINT "service_line_appointment_whole" CHECK (("service_line"."appointment_at" is null) = ("service_line"."appointment_number" is null))
);
--> statement-breakpoint
CREATE TABLE "registration" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"body_hash" text NOT NULL,
	"service_number" text NOT NULL,
	"city" text NOT NULL,
	"client" text NOT NULL,
	"start_input" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	CONSTRAINT "registration_service_number_unique" UNIQUE("service_number"),
	CONSTRAINT "registration_key_hash_is_sha256" CHECK ("registration"."key_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "registration_body_hash_not_empty" CHECK ("registration"."body_hash" <> ''),
	CONSTRAINT "registration_start_input_is_object" CHECK (jsonb_typeof("registration"."start_input") = 'object')
);
--> statement-breakpoint
CREATE TABLE "service_number_counter" (
	"city" text NOT NULL,
	"day" date NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "service_number_counter_city_day_pk" PRIMARY KEY("city","day"),
	CONSTRAINT "service_number_counter_last_in_range" CHECK ("service_number_counter"."last" between 1 and 99999)
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" text PRIMARY KEY NOT NULL,
	"service_number" text NOT NULL,
	"city" text NOT NULL,
	"kind" "task_kind" NOT NULL,
	"org" text NOT NULL,
	"line" text,
	"person" text,
	"deadline_id" text,
	"opened_seq" integer NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_seq" integer,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "task_closed_whole" CHECK (("task"."closed_seq" is null) = ("task"."closed_at" is null)),
	CONSTRAINT "task_closed_after_opened" CHECK ("task"."closed_seq" is null or "task"."closed_seq" >= "task"."opened_seq")
);
--> statement-breakpoint
ALTER TABLE "deadline" ADD CONSTRAINT "deadline_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion" ADD CONSTRAINT "opinion_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_line" ADD CONSTRAINT "service_line_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_service_number_application_service_number_fk" FOREIGN KEY ("service_number") REFERENCES "public"."application"("service_number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_by_case" ON "access_log" USING btree ("service_number","at");--> statement-breakpoint
CREATE INDEX "access_log_by_time" ON "access_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "application_by_city" ON "application" USING btree ("city","registered_at" DESC NULLS FIRST,"service_number" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "application_by_stage" ON "application" USING btree ("city","stage","registered_at","service_number");--> statement-breakpoint
CREATE INDEX "application_by_registrar" ON "application" USING btree ("city","registered_by_org","registered_at","service_number");--> statement-breakpoint
CREATE INDEX "application_by_applicant" ON "application" USING btree ("applicant_subject","registered_at","service_number") WHERE "application"."applicant_subject" is not null;--> statement-breakpoint
CREATE INDEX "application_by_concerned" ON "application" USING gin ("concerned");--> statement-breakpoint
CREATE INDEX "deadline_running" ON "deadline" USING btree ("city","owner","due_at") WHERE "deadline"."met_at" is null and "deadline"."superseded_at" is null;--> statement-breakpoint
CREATE INDEX "event_by_transaction" ON "event" USING btree ("recorded_xid","service_number","seq");--> statement-breakpoint
CREATE INDEX "participant_by_org" ON "participant" USING btree ("org","service_number");--> statement-breakpoint
CREATE INDEX "service_line_by_utility" ON "service_line" USING btree ("utility","status");--> statement-breakpoint
CREATE INDEX "registration_unstarted" ON "registration" USING btree ("created_at") WHERE "registration"."started_at" is null;--> statement-breakpoint
CREATE INDEX "task_open" ON "task" USING btree ("city","org") WHERE "task"."closed_seq" is null;--> statement-breakpoint
CREATE INDEX "task_by_case" ON "task" USING btree ("service_number");