ALTER TYPE "public"."deadline_kind" ADD VALUE 'supplementDemand';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'acknowledgeReceipt';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'fileOpinion';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'redesign';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'supplyApproval';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'issueJointResult';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'signHandover';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'inspectWorks';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'reinspect';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'decideExtension';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'acceptWorks';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'restoreSite';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'confirmRestoration';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'issueJointResult' BEFORE 'supplyApproval';--> statement-breakpoint
DROP INDEX "deadline_counted";--> statement-breakpoint
ALTER TABLE "deadline" ADD COLUMN "unassessed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "deadline_counted" ON "deadline" USING btree ("city",(case when "met_at" is not null and "passed_at" is null and coalesce("stopped_at", "met_at") <= "due_at" then "met_at" else "due_at" end),"service_number","id") WHERE "deadline"."unassessed" = false and ("deadline"."met_at" is not null or "deadline"."passed_at" is not null or "deadline"."ended_at" is null);