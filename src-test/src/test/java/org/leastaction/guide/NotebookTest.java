package org.leastaction.guide;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The cells of docs/notebook.ipynb run in JShell, which the kernel of the notebook uses too, and print its outputs. */
class NotebookTest {

    @Test
    void cellsPrintTheOutputsOfTheNotebook() throws IOException {
        JsonNode notebook = new ObjectMapper().readTree(GuideCode.DOCS.resolve("notebook.ipynb").toFile());
        int pictures = 0;
        try (JavaShell shell = new JavaShell()) {
            for (JsonNode cell : notebook.get("cells")) {
                String source = text(cell.get("source"));
                if (!cell.get("cell_type").asText().equals("code") || source.startsWith("%")) {
                    continue;
                }
                assertThat(cell.get("execution_count").isInt()).as("run by a kernel: %s", source).isTrue();
                JavaShell.Outcome outcome = shell.run(source);
                StringBuilder printed = new StringBuilder();
                for (JsonNode output : cell.get("outputs")) {
                    if (output.get("output_type").asText().equals("stream")) {
                        printed.append(text(output.get("text")));
                    } else {
                        assertThat(outcome.value()).get().asString().startsWith("BufferedImage@");
                        checkPicture(output.get("data").get("image/png"));
                        pictures++;
                    }
                }
                assertThat(outcome.printed()).isEqualTo(printed.toString());
            }
        }
        assertThat(pictures).isEqualTo(3);
    }

    private static void checkPicture(JsonNode png) throws IOException {
        byte[] bytes = Base64.getMimeDecoder().decode(text(png));
        assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isBetween(560, 1400);
    }

    /** A text of a notebook: a string, or a list of lines. */
    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText()
                : StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).collect(joining());
    }
}
