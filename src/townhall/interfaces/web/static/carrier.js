// Runs in Gradio's element once it has started: hands over what carries questions and answers. Gradio knows of an event by its name standing here.
window.carrier = { trigger, props, watch, events: ["ask", "begin", "halt", "renew"] };
document.dispatchEvent(new Event("carrier"));
