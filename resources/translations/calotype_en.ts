<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>GalleryCommands</name>
    <message numerus="yes">
        <source>Move to Trash (%n)</source>
        <translation>
            <numerusform>Move to Trash (%n)</numerusform>
            <numerusform>Move to Trash (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rating (%n)</source>
        <translation>
            <numerusform>Rating (%n)</numerusform>
            <numerusform>Rating (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tag “%1” (%n)</source>
        <translation>
            <numerusform>Tag “%1” (%n)</numerusform>
            <numerusform>Tag “%1” (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove Tag “%1” (%n)</source>
        <translation>
            <numerusform>Remove Tag “%1” (%n)</numerusform>
            <numerusform>Remove Tag “%1” (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsPreset</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::CreatePanel</name>
    <message numerus="yes">
        <source>Runs %1 of %n step(s)</source>
        <translation>
            <numerusform>Runs %1 of %n step</numerusform>
            <numerusform>Runs %1 of %n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::FailureHelp</name>
    <message numerus="yes">
        <source>Memory ran out on %1 for %Ln picture(s) of %2 × %3.</source>
        <translation>
            <numerusform>Memory ran out on %1 for a picture of %2 × %3.</numerusform>
            <numerusform>Memory ran out on %1 for %Ln pictures of %2 × %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryActions</name>
    <message numerus="yes">
        <source>&amp;Copy %Ln Image(s)</source>
        <translation>
            <numerusform>&amp;Copy %Ln Image</numerusform>
            <numerusform>&amp;Copy %Ln Images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>R&amp;ating of %Ln Picture(s)</source>
        <translation>
            <numerusform>R&amp;ating of %Ln Picture</numerusform>
            <numerusform>R&amp;ating of %Ln Pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ta&amp;gs of %Ln Picture(s)…</source>
        <translation>
            <numerusform>Ta&amp;gs of %Ln Picture…</numerusform>
            <numerusform>Ta&amp;gs of %Ln Pictures…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>E&amp;xport %Ln Picture(s)…</source>
        <translation>
            <numerusform>E&amp;xport %Ln Picture…</numerusform>
            <numerusform>E&amp;xport %Ln Pictures…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %Ln Picture(s) to &amp;Trash</source>
        <translation>
            <numerusform>Move %Ln Picture to &amp;Trash</numerusform>
            <numerusform>Move %Ln Pictures to &amp;Trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %Ln Picture(s) Into a Folder</source>
        <translation>
            <numerusform>Export %Ln Picture Into a Folder</numerusform>
            <numerusform>Export %Ln Pictures Into a Folder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) copied into “%1”.</source>
        <translation>
            <numerusform>%Ln picture copied into “%1”.</numerusform>
            <numerusform>%Ln pictures copied into “%1”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryEdits</name>
    <message numerus="yes">
        <source>Tags (%n)</source>
        <translation>
            <numerusform>Tags (%n)</numerusform>
            <numerusform>Tags (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::GalleryPage</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::PromptLinesDialog</name>
    <message numerus="yes">
        <source>%Ln prompt(s)</source>
        <translation>
            <numerusform>%Ln prompt</numerusform>
            <numerusform>%Ln prompts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) of each</source>
        <translation>
            <numerusform>%Ln picture of each</numerusform>
            <numerusform>%Ln pictures of each</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueButton</name>
    <message numerus="yes">
        <source>Queue, %Ln waiting</source>
        <translation>
            <numerusform>Queue, %Ln waiting</numerusform>
            <numerusform>Queue, %Ln waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::QueueWords</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln picture(s) done</source>
        <translation>
            <numerusform>%1 of %Ln picture done</numerusform>
            <numerusform>%1 of %Ln pictures done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln running</numerusform>
            <numerusform>%Ln running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::TagDialog</name>
    <message numerus="yes">
        <source>&amp;Tags of %Ln picture(s)</source>
        <translation>
            <numerusform>&amp;Tags of the picture</numerusform>
            <numerusform>&amp;Tags of %Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::TokenCounter</name>
    <message numerus="yes">
        <source>%n token(s), of the %1 that the text encoder takes</source>
        <translation>
            <numerusform>%n token, of the %1 that the text encoder takes</numerusform>
            <numerusform>%n tokens, of the %1 that the text encoder takes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They are read in %n part(s) of 75; a dashed line in the prompt shows where one begins.</source>
        <translation>
            <numerusform>They are read in %n part of 75; a dashed line in the prompt shows where one begins.</numerusform>
            <numerusform>They are read in %n parts of 75; a dashed line in the prompt shows where one begins.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::WindowPages</name>
    <message numerus="yes">
        <source>Move %n picture(s) to the trash? Undo brings them back.</source>
        <translation>
            <numerusform>Move %n picture to the trash? Undo brings it back.</numerusform>
            <numerusform>Move %n pictures to the trash? Undo brings them back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>calotype::ui::WorkAnnouncer</name>
    <message numerus="yes">
        <source>%n picture(s) made</source>
        <translation>
            <numerusform>%n picture made</numerusform>
            <numerusform>%n pictures made</numerusform>
        </translation>
    </message>
</context>
</TS>
