export {
	ConflictException,
	CreateScheduleCommand,
	SchedulerClient,
} from "@aws-sdk/client-scheduler";
