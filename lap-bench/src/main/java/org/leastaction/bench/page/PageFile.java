package org.leastaction.bench.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.report.page.Typeface;
import org.leastaction.io.AtomicFiles;
import org.leastaction.ot.kernel.Parallelism;

/** The interactive report: template, style, fonts, scripts and data in one HTML file. */
public final class PageFile {

    /** Particles of a network unless the user asks for another number. */
    public static final int USUAL_POINTS = 1_000;

    private static final Pattern HOLE = Pattern.compile("@([A-Z]+)@");
    private static final String FONTS = "fonts/LAPSans-";

    private PageFile() {}

    /**
     * Writes the page of a run directory atomically.
     *
     * @param points most particles of a network, at least 1
     * @throws org.leastaction.io.InputFileException if a file of the directory cannot be read, or it has no record
     * @throws IOException                           if the page cannot be written
     */
    public static void write(RunDirectory directory, Path html, int points) throws IOException {
        String page = page(PageData.of(directory, points, Parallelism.sequential()));
        AtomicFiles.write(html, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    /** The page that shows some data. */
    static String page(ObjectNode data) {
        String style = filled(text("style.css"), Map.of("REGULAR", font("Regular"), "BOLD", font("Bold")));
        return filled(text("page.html"), Map.of(
                "TITLE", escaped(data.path("title").asText()),
                "STYLE", style,
                "DATA", harmless(data.toString()),
                "SCRIPT", ModuleBundle.of(module -> text(module + ".js"), "main")));
    }

    /** JSON that contains neither an end of the script element nor the start of a comment in it. */
    static String harmless(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String filled(String template, Map<String, String> holes) {
        return HOLE.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(holes.getOrDefault(found.group(1), found.group())));
    }

    private static String text(String name) {
        return new String(bytes(PageFile.class, name), StandardCharsets.UTF_8);
    }

    private static String font(String weight) {
        return Base64.getEncoder().encodeToString(bytes(Typeface.class, FONTS + weight + ".ttf"));
    }

    private static byte[] bytes(Class<?> beside, String name) {
        try (InputStream resource = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return resource.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a resource of the program cannot be read: " + name, impossible);
        }
    }
}
