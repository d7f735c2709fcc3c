package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.leastaction.command.LapRun.Json;

/** The content of a report.html. */
final class PageText {

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"lap-data\">(.*?)</script>", Pattern.DOTALL);

    private PageText() {}

    /** The data of a page. */
    static JsonNode data(Path page) throws IOException {
        Matcher found = DATA.matcher(Files.readString(page));
        assertThat(found.find()).as("%s holds data", page).isTrue();
        return Json.object(found.group(1));
    }
}
