ALTER TYPE "public"."deadline_kind" ADD VALUE 'inviteToAcceptance';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'fileAcceptance';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'laySurface';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'inviteToAcceptance';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'fileAcceptance';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'laySurface';