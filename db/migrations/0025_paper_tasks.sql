ALTER TYPE "public"."task_kind" ADD VALUE 'fileDesign';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'fileConstructionPlan';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'reportProgress';