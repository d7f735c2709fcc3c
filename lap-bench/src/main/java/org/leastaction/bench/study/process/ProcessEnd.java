package org.leastaction.bench.study.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The end of a child process that did not finish its unit, in words. */
final class ProcessEnd {

    private static final int LINES = 8;
    private static final int LONGEST = 400;
    private static final int SIGNALS = 128;

    /** The greatest signal that has a number and a name on every system; 7, 10, 12 and others differ in their names. */
    private static final int MOST_SIGNALS = 31;

    /** The signals with the same number on Linux and macOS. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SIGHUP"), Map.entry(2, "SIGINT"), Map.entry(3, "SIGQUIT"), Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"), Map.entry(6, "SIGABRT, native code aborted"), Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL, as when memory runs out"), Map.entry(11, "SIGSEGV, native code crashed"),
            Map.entry(13, "SIGPIPE"), Map.entry(14, "SIGALRM"), Map.entry(15, "SIGTERM"), Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"));

    private static final String BUS_ERROR = "SIGBUS, native code crashed";

    /** The last lines that Java prints after every crash. */
    private static final List<String> BOILERPLATE = List.of("If you would like to submit a bug report", "http",
            "The crash happened outside the Java Virtual Machine", "See problematic frame for where to report");

    /** A line of a stack trace: a frame, or the number of those that are left out. */
    private static final Pattern FRAME = Pattern.compile("at \\S+\\(.*\\)|\\.\\.\\. \\d+ more");

    /** The signals by which the terminal, a scheduler or a user ends a whole study. */
    private static final List<Integer> REQUESTS = List.of(1, 2, 15);

    private final Deque<String> lines = new ArrayDeque<>();
    private final String system;

    /** @param system name of the operating system, as in the property os.name: numbers of signals depend on it */
    ProcessEnd(String system) {
        this.system = system;
    }

    /** Records a line that the process printed; the last ones are kept, without the frames of stack traces. */
    synchronized void printed(String line) {
        String text = line.replaceAll("\\p{Cntrl}", " ").strip().replaceFirst("^#\\s*", "");
        if (!text.isEmpty() && BOILERPLATE.stream().noneMatch(text::startsWith) && !FRAME.matcher(text).matches()) {
            lines.addLast(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
        }
        while (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    /**
     * Whether an exit status is that of a process that was asked to end, as all processes of a command are by Ctrl-C.
     */
    boolean isRequested(int status) {
        return REQUESTS.contains(signal(status));
    }

    /** The signal of an exit status; 0 if the process ended otherwise. Windows has no signals. */
    private int signal(int status) {
        int signal = status - SIGNALS;
        return system.startsWith("Windows") || signal < 1 || signal > MOST_SIGNALS ? 0 : signal;
    }

    private String name(int signal) {
        boolean bus = system.startsWith("Mac") ? signal == 10 : system.equals("Linux") && signal == 7;
        String name = bus ? BUS_ERROR : NAMES.getOrDefault(signal, "");
        return name.isEmpty() ? "" : " (" + name + ")";
    }

    /** E.g. "ended by signal 6 (SIGABRT, native code aborted), exit status 134; its last lines: …". */
    synchronized String inWords(int status) {
        int signal = signal(status);
        String how = signal > 0 ? "was ended by signal " + signal + name(signal) + ", exit status " + status
                : "ended with exit status " + status;
        return how + (lines.isEmpty() ? "; it printed nothing" : "; its last lines: " + String.join(" | ", lines));
    }
}
