package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page whose blocks of code are followed by blocks of text: what the code prints. {@code -Dpages.write} writes these
 * instead of comparing them.
 */
final class PrintingPage {

    private static final Pattern BLOCKS = Pattern.compile("(?s)```(\\w+)\n(.*?)```\n```text\n(.*?)```");

    private PrintingPage() {}

    /** A way to run code. */
    @FunctionalInterface
    interface Runner {

        /** @return what the code prints */
        String run(String code) throws Exception;
    }

    /** Runs all blocks of a language in order. */
    static void check(Path page, String language, Runner runner) throws Exception {
        String text = Files.readString(page);
        StringBuilder written = new StringBuilder();
        Matcher block = BLOCKS.matcher(text);
        int blocks = 0;
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks++;
                String printed = runner.run(block.group(2));
                block.appendReplacement(written, Matcher.quoteReplacement(
                        "```" + language + "\n" + block.group(2) + "```\n```text\n" + printed + "```"));
            }
        }
        assertThat(blocks).as("blocks of %s in %s", language, page).isPositive();
        block.appendTail(written);
        finish(page, text, written.toString());
    }

    private static void finish(Path page, String text, String written) throws IOException {
        if (System.getProperty("pages.write") != null) {
            Files.writeString(page, written);
        } else {
            assertThat(written).as("%s with what its code prints; -Dpages.write writes it", page).isEqualTo(text);
        }
    }
}
