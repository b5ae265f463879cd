import { type RestHandlers, rest } from "../../runtime/rest";
import { type Sample, same, sample } from "./sample";

const handlers: RestHandlers<Sample> = {
	"GET /tasks/{taskId}/notes/{noteId}": async ({ path, query, body }) => {
		same<typeof path, Readonly<Record<"taskId" | "noteId", string>>>();
		same<typeof query, { language?: string | undefined }>();
		same<typeof body, undefined>();
		return { text: path.noteId };
	},
	"POST /tasks": async ({ body, newId, subject }) => {
		same<typeof body, { title: string }>();
		same<typeof subject, string>();
		return { id: newId() };
	},
	"DELETE /tasks/{taskId}": async ({ query, body }) => {
		same<typeof query, Record<string, never>>();
		same<typeof body, undefined>();
	},
};
rest(sample, () => handlers);

// Inferred in place, too; the table is that of the contract.
rest(sample, (entities) => ({
	...handlers,
	"POST /tasks": async ({ body, newId }) => {
		const key = { pk: newId(), sk: "task" };
		await entities.put("task", { ...key, title: body.title, done: false });
		return { id: key.pk };
	},
}));

const {
	"GET /tasks/{taskId}/notes/{noteId}": getNote,
	"POST /tasks": postTask,
	"DELETE /tasks/{taskId}": deleteTask,
} = handlers;
const others = {
	"GET /tasks/{taskId}/notes/{noteId}": getNote,
	"DELETE /tasks/{taskId}": deleteTask,
};

// @ts-expect-error the route POST /tasks has no handler
rest(sample, () => others);

rest(sample, () => ({
	...others,
	"POST /tasks": postTask,
	// @ts-expect-error the contract has no such route
	"PUT /tasks": postTask,
}));

rest(sample, () => ({
	"POST /tasks": postTask,
	"DELETE /tasks/{taskId}": deleteTask,
	"GET /tasks/{taskId}/notes/{noteId}": async ({ path }) => ({
		// @ts-expect-error the path has no such parameter
		text: path.noteNumber,
	}),
}));

rest(sample, () => ({
	"POST /tasks": postTask,
	"DELETE /tasks/{taskId}": deleteTask,
	"GET /tasks/{taskId}/notes/{noteId}": async ({ query }) => ({
		// @ts-expect-error the route has no such query parameter
		text: query.lang,
	}),
}));

rest(sample, () => ({
	...others,
	"POST /tasks": async ({ body }) => ({
		// @ts-expect-error the body has no such field
		id: body.name,
	}),
}));

rest(sample, () => ({
	"POST /tasks": postTask,
	"GET /tasks/{taskId}/notes/{noteId}": getNote,
	"DELETE /tasks/{taskId}": async ({ body }) => {
		// @ts-expect-error the route has no body
		body.title;
	},
}));

rest(sample, () => ({
	...others,
	// @ts-expect-error the response has another field
	"POST /tasks": async () => ({ taskId: "1" }),
}));

rest(sample, () => ({
	...others,
	// @ts-expect-error the route answers something
	"POST /tasks": async () => undefined,
}));

rest(sample, () => ({
	"POST /tasks": postTask,
	"GET /tasks/{taskId}/notes/{noteId}": getNote,
	// @ts-expect-error the route answers nothing
	"DELETE /tasks/{taskId}": async () => ({ text: "gone" }),
}));
