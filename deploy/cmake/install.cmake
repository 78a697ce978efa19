# What `cmake --install` puts where; GNUInstallDirs gives the folders.
install(TARGETS secondheart secondheart-sync secondheartctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES deploy/man/secondheart.1 deploy/man/secondheartctl.1
        DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(DIRECTORY assets/art assets/traces DESTINATION ${CMAKE_INSTALL_DATADIR}/secondheart)
