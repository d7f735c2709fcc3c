package org.leastaction.bench.study.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The end of a child process that did not finish its unit, in words. */
final class ProcessEnd {

    private static final int LINES = 8;
    private static final int LONGEST = 400;
    private static final int SIGNALS = 128;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"), Map.entry(2, "SIGINT"), Map.entry(3, "SIGQUIT"), Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT, native code aborted"), Map.entry(7, "SIGBUS"), Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL, as when memory runs out"), Map.entry(11, "SIGSEGV, native code crashed"),
            Map.entry(15, "SIGTERM"), Map.entry(24, "SIGXCPU"));

    /** What Java prints at the end of every crash. */
    private static final List<String> BOILERPLATE = List.of("If you would like to submit a bug report", "http",
            "The crash happened outside the Java Virtual Machine", "See problematic frame for where to report");

    /** What the terminal, a scheduler or a user sends to end a whole study. */
    private static final List<Integer> REQUESTS = List.of(1, 2, 15);

    private final Deque<String> lines = new ArrayDeque<>();

    /** Takes a line that the process printed; the last ones are kept. */
    synchronized void printed(String line) {
        String text = line.replaceAll("\\p{Cntrl}", " ").strip().replaceFirst("^#\\s*", "");
        if (!text.isEmpty() && BOILERPLATE.stream().noneMatch(text::startsWith)) {
            lines.addLast(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
        }
        while (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    /** Whether an exit status is that of a process that was asked to end, as all processes of a command are by Ctrl-C. */
    static boolean isRequested(int status) {
        return REQUESTS.contains(status - SIGNALS);
    }

    /** E.g. "ended by signal 6 (SIGABRT, native code aborted), exit status 134; its last lines: …". */
    synchronized String inWords(int status) {
        String how = status > SIGNALS
                ? "was ended by signal " + (status - SIGNALS)
                        + (NAMES.containsKey(status - SIGNALS) ? " (" + NAMES.get(status - SIGNALS) + ")" : "")
                        + ", exit status " + status
                : "ended with exit status " + status;
        return how + (lines.isEmpty() ? "; it printed nothing" : "; its last lines: " + String.join(" | ", lines));
    }
}
