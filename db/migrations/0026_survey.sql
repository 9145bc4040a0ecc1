ALTER TYPE "public"."deadline_kind" ADD VALUE 'conveneSurvey';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'fileResurvey';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'conveneSurvey';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'fileResurvey';