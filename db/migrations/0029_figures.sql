CREATE TABLE "figure_change" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "figure_change_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"city" text NOT NULL,
	"sign" smallint NOT NULL,
	"kind" text NOT NULL,
	"owner" text NOT NULL,
	"advisory" boolean NOT NULL,
	"unassessed" boolean NOT NULL,
	"red" boolean NOT NULL,
	"length" jsonb NOT NULL,
	"minutes" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"stopped_at" timestamp (3) with time zone,
	"passed_at" timestamp (3) with time zone,
	"met_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "figure_sum" (
	"city" text NOT NULL,
	"part" text NOT NULL,
	"bucket" date NOT NULL,
	"owner" text NOT NULL,
	"kind" text NOT NULL,
	"advisory" boolean NOT NULL,
	"allowed" text NOT NULL,
	"volume" integer NOT NULL,
	"overdue" integer NOT NULL,
	"measured" integer NOT NULL,
	"use_sum" numeric NOT NULL,
	"worst_use" double precision NOT NULL,
	"beyond" integer NOT NULL,
	"due_sum" numeric NOT NULL,
	CONSTRAINT "figure_sum_city_part_bucket_owner_kind_advisory_allowed_pk" PRIMARY KEY("city","part","bucket","owner","kind","advisory","allowed")
);
--> statement-breakpoint
CREATE TABLE "summed_city" (
	"city" text PRIMARY KEY NOT NULL,
	"basis" text NOT NULL,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "deadline_red";
--> statement-breakpoint
ALTER TABLE "deadline" ADD COLUMN "red" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
-- Written by hand from here to the indexes: rows that stand there get what the projection now writes, from what it wrote before.
UPDATE "deadline" d SET "red" = true WHERE d."passed_at" is not null and d."met_at" is null and d."superseded_at" is null and d."kind"::text <> 'supplementDemand' and case when d."kind"::text = 'survey' then exists (select from "service_line" l where l."service_number" = d."service_number" and l."status"::text = 'awaitingOpinion') else d."ended_at" is null end;
--> statement-breakpoint
-- Whoever writes a deadline, what is to be added to the sums and taken from them is written with it (ADR 0063).
CREATE FUNCTION "deadline_changed"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF (OLD."unassessed" = false AND (OLD."met_at" IS NOT NULL OR OLD."passed_at" IS NOT NULL OR OLD."ended_at" IS NULL)) OR (OLD."red" AND OLD."met_at" IS NULL AND OLD."superseded_at" IS NULL) THEN
      INSERT INTO public."figure_change" ("sign", "city", "kind", "owner", "advisory", "unassessed", "red", "length", "minutes", "due_at", "stopped_at", "passed_at", "met_at", "ended_at") VALUES (-1, OLD."city", OLD."kind", OLD."owner", OLD."advisory", OLD."unassessed", OLD."red" AND OLD."met_at" IS NULL AND OLD."superseded_at" IS NULL, OLD."length", OLD."minutes", OLD."due_at", OLD."stopped_at", OLD."passed_at", OLD."met_at", OLD."ended_at");
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF (NEW."unassessed" = false AND (NEW."met_at" IS NOT NULL OR NEW."passed_at" IS NOT NULL OR NEW."ended_at" IS NULL)) OR (NEW."red" AND NEW."met_at" IS NULL AND NEW."superseded_at" IS NULL) THEN
      INSERT INTO public."figure_change" ("sign", "city", "kind", "owner", "advisory", "unassessed", "red", "length", "minutes", "due_at", "stopped_at", "passed_at", "met_at", "ended_at") VALUES (1, NEW."city", NEW."kind", NEW."owner", NEW."advisory", NEW."unassessed", NEW."red" AND NEW."met_at" IS NULL AND NEW."superseded_at" IS NULL, NEW."length", NEW."minutes", NEW."due_at", NEW."stopped_at", NEW."passed_at", NEW."met_at", NEW."ended_at");
    END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "deadline_changed" AFTER INSERT OR DELETE ON "deadline" FOR EACH ROW EXECUTE FUNCTION "deadline_changed"();
--> statement-breakpoint
CREATE TRIGGER "deadline_changed_in_place" AFTER UPDATE ON "deadline" FOR EACH ROW WHEN ((OLD."city", OLD."kind", OLD."owner", OLD."advisory", OLD."unassessed", OLD."red", OLD."length", OLD."minutes", OLD."due_at", OLD."stopped_at", OLD."passed_at", OLD."met_at", OLD."ended_at", OLD."superseded_at") IS DISTINCT FROM (NEW."city", NEW."kind", NEW."owner", NEW."advisory", NEW."unassessed", NEW."red", NEW."length", NEW."minutes", NEW."due_at", NEW."stopped_at", NEW."passed_at", NEW."met_at", NEW."ended_at", NEW."superseded_at")) EXECUTE FUNCTION "deadline_changed"();
--> statement-breakpoint
CREATE FUNCTION "charge_changed"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO public."figure_change" ("sign", "city", "kind", "owner", "advisory", "unassessed", "red", "length", "minutes", "due_at") VALUES (-1, OLD."city", OLD."what", OLD."org", OLD."advisory", false, false, '{}', 0, OLD."at");
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO public."figure_change" ("sign", "city", "kind", "owner", "advisory", "unassessed", "red", "length", "minutes", "due_at") VALUES (1, NEW."city", NEW."what", NEW."org", NEW."advisory", false, false, '{}', 0, NEW."at");
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "charge_changed" AFTER INSERT OR UPDATE OR DELETE ON "charge" FOR EACH ROW EXECUTE FUNCTION "charge_changed"();
--> statement-breakpoint
CREATE FUNCTION "figures_emptied"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM public."summed_city";
  DELETE FROM public."figure_sum";
  DELETE FROM public."figure_change";
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "figures_emptied" AFTER TRUNCATE ON "deadline" FOR EACH STATEMENT EXECUTE FUNCTION "figures_emptied"();
--> statement-breakpoint
CREATE TRIGGER "figures_emptied" AFTER TRUNCATE ON "charge" FOR EACH STATEMENT EXECUTE FUNCTION "figures_emptied"();
--> statement-breakpoint
CREATE INDEX "figure_change_by_city" ON "figure_change" USING btree ("city","id");
--> statement-breakpoint
CREATE INDEX "figure_sum_empty" ON "figure_sum" USING btree ("city") WHERE "figure_sum"."volume" = 0;
--> statement-breakpoint
CREATE INDEX "deadline_red_first" ON "deadline" USING btree ("city","unassessed","due_at","service_number") WHERE "deadline"."red" and "deadline"."met_at" is null and "deadline"."superseded_at" is null;
--> statement-breakpoint
CREATE INDEX "deadline_late" ON "deadline" USING btree ("city","owner","kind","advisory",(case when "length" ->> 'kind' = 'elapsedSeconds' then 'seconds:' || ("length" ->> 'seconds') else 'minutes:' || "minutes"::text end),"due_at") WHERE "deadline"."unassessed" = false and "deadline"."passed_at" is not null and "deadline"."met_at" is null and "deadline"."ended_at" is null;
