# What `cmake --install` puts where; GNUInstallDirs gives the folders.
install(TARGETS secondheart secondheart-sync secondheartctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES deploy/man/secondheart.1 deploy/man/secondheart-sync.1 deploy/man/secondheartctl.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(DIRECTORY assets/art assets/traces DESTINATION ${CMAKE_INSTALL_DATADIR}/secondheart)
install(FILES deploy/man/secondheart-office.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES deploy/desktop/secondheart.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES deploy/desktop/secondheart.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
# bash looks for a completion by the program's name, zsh for one file that names its programs.
foreach(program secondheart secondheart-sync secondheartctl)
  install(FILES deploy/completion/secondheart.bash RENAME ${program}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endforeach()
install(FILES deploy/completion/_secondheart.zsh RENAME _secondheart
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
